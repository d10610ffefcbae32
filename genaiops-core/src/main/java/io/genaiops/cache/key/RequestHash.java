package io.genaiops.cache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values so that no two different sequences of values are the same bytes: each has a mark of its kind, and what varies
 * in length has its length before it. Text is three bytes a UTF-16 unit at most, so that half a surrogate pair is itself.
 * What it cannot tell from another value it notes as unknown. Not thread-safe.
 */
final class RequestHash {

    private static final MessageDigest PROTOTYPE = prototype();
    private static final int DEEPEST = 32;
    private static final int LONGEST_UNIT = 3;

    private final MessageDigest hash = copy(PROTOTYPE);
    private final byte[] buffer = new byte[1 << 11];
    private int size;
    private int depth;
    private @Nullable String unknown;

    /** Adds a text, or that there is none. */
    RequestHash text(@Nullable String text) {
        if (text == null) {
            return mark('-');
        }
        mark('s').raw(text.length());
        chars(text);
        return this;
    }

    RequestHash number(long number) {
        return mark('l').raw((int) (number >>> 32)).raw((int) number);
    }

    /** Adds a list: its length, then each element as the function adds it. */
    <T> RequestHash list(@Nullable List<T> list, Consumer<T> each) {
        if (list == null) {
            return mark('-');
        }
        mark('[').raw(list.size());
        for (T element : list) {
            each.accept(element);
        }
        return this;
    }

    /** Adds a map in the order of its keys. */
    RequestHash sorted(Map<?, ?> map) {
        String[] keys = new String[map.size()];
        int count = 0;
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                return unknown(Map.class);
            }
            keys[count++] = name;
        }
        Arrays.sort(keys);
        mark('{').raw(keys.length);
        for (String key : keys) {
            text(key).value(map.get(key));
        }
        return this;
    }

    /** Adds a map in the order that it has, which counts where it is a schema. */
    RequestHash ordered(Map<String, ?> map) {
        mark('<').raw(map.size());
        map.forEach((key, value) -> text(key).inOrder(value));
        return this;
    }

    private void inOrder(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            mark('<').raw(map.size());
            map.forEach((key, inner) -> text((String) key).inOrder(inner));
        } else if (value instanceof List<?> list) {
            list(list, this::inOrder);
        } else {
            value(value);
        }
    }

    /** Adds a value of whatever kind. */
    RequestHash value(@Nullable Object value) {
        if (value == null) {
            return mark('-');
        } else if (value instanceof String text) {
            return text(text);
        } else if (value instanceof Boolean flag) {
            return mark(flag ? 't' : 'f');
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            return number(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            return mark('d').number(Double.doubleToLongBits(((Number) value).doubleValue()));
        } else if (value instanceof Enum<?> constant) {
            return mark('e').text(constant.getDeclaringClass().getName()).text(constant.name());
        } else if (value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof URI
                || value instanceof Duration
                || value instanceof Instant
                || value instanceof Character) {
            return mark('o').text(value.getClass().getName()).text(value.toString());
        } else if (value instanceof byte[] bytes) {
            return bytes(bytes);
        }
        return nested(value);
    }

    RequestHash bytes(byte[] bytes) {
        mark('b').raw(bytes.length);
        flush();
        hash.update(bytes);
        return this;
    }

    private RequestHash nested(Object value) {
        if (++depth > DEEPEST) {
            return unknown(value.getClass());
        }
        if (value instanceof Map<?, ?> map) {
            sorted(map);
        } else if (value instanceof List<?> list) {
            list(list, this::value);
        } else {
            fields(value);
        }
        depth--;
        return this;
    }

    /** Adds every field of an object, as its accessors say. */
    RequestHash fields(Object value) {
        List<ObjectFields.Field> fields = ObjectFields.of(value.getClass());
        if (fields.isEmpty()) {
            return unknown(value.getClass());
        }
        mark('(').text(value.getClass().getName()).raw(fields.size());
        for (ObjectFields.Field field : fields) {
            text(field.name()).value(field.of(value));
        }
        return this;
    }

    RequestHash unknown(Class<?> type) {
        unknown = type.getName();
        return this;
    }

    /** Returns the class of what cannot be told from another value, or {@code null} if there was none. */
    @Nullable
    String unknown() {
        return unknown;
    }

    ByteBuffer finish() {
        flush();
        return ByteBuffer.wrap(hash.digest());
    }

    private RequestHash mark(char kind) {
        if (size == buffer.length) {
            flush();
        }
        buffer[size++] = (byte) kind;
        return this;
    }

    private RequestHash raw(int number) {
        if (buffer.length - size < Integer.BYTES) {
            flush();
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (number >>> shift);
        }
        return this;
    }

    private void chars(String text) {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + (buffer.length - size) / LONGEST_UNIT);
            if (to == from) {
                flush();
            } else {
                encode(text, from, to);
                from = to;
            }
        }
    }

    private void encode(String text, int from, int to) {
        int at = size;
        for (int i = from; i < to; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                buffer[at++] = (byte) unit;
            } else if (unit < 0x800) {
                buffer[at++] = (byte) (0xc0 | (unit >> 6));
                buffer[at++] = (byte) (0x80 | (unit & 0x3f));
            } else {
                buffer[at++] = (byte) (0xe0 | (unit >> 12));
                buffer[at++] = (byte) (0x80 | ((unit >> 6) & 0x3f));
                buffer[at++] = (byte) (0x80 | (unit & 0x3f));
            }
        }
        size = at;
    }

    private void flush() {
        hash.update(buffer, 0, size);
        size = 0;
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) Objects.requireNonNull(digest).clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform has a SHA-256 that can be copied", e);
        }
    }
}
