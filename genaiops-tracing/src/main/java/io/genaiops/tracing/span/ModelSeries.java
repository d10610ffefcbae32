package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attribute sets of one operation on one requested model, built once. At most {@value #LIMIT} of each are kept. */
final class ModelSeries {

    static final int LIMIT = 1_000;

    final String provider;
    final String requestModel;
    final String spanName;
    final Attributes start;

    private final ConcurrentMap<String, Answered> answered = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Attributes> failed = new ConcurrentHashMap<>();
    private final Answered anonymous;
    private volatile @Nullable Answered latest;

    ModelSeries(String operation, String provider, String requestModel) {
        var attributes =
                Attributes.builder().put(GenAiKeys.OPERATION, operation).put(GenAiKeys.PROVIDER, provider);
        if (!requestModel.isEmpty()) {
            attributes.put(GenAiKeys.REQUEST_MODEL, requestModel);
        }
        this.provider = provider;
        this.requestModel = requestModel;
        this.spanName = requestModel.isEmpty() ? operation : operation + " " + requestModel;
        this.start = attributes.build();
        this.anonymous = new Answered("", start);
    }

    Answered answered(@Nullable String responseModel) {
        if (responseModel == null || responseModel.isEmpty()) {
            return anonymous;
        }
        Answered known = latest;
        if (known == null || !known.model.equals(responseModel)) {
            known = bounded(
                    answered,
                    responseModel,
                    name -> new Answered(
                            name,
                            start.toBuilder()
                                    .put(GenAiKeys.RESPONSE_MODEL, name)
                                    .build()));
            latest = known;
        }
        return known;
    }

    Attributes failed(String errorType) {
        return bounded(
                failed,
                errorType,
                name -> start.toBuilder().put(GenAiKeys.ERROR_TYPE, name).build());
    }

    static <K, V> V bounded(ConcurrentMap<K, V> cache, K key, Function<K, V> make) {
        V known = cache.get(key);
        if (known != null) {
            return known;
        }
        V made = make.apply(key);
        if (cache.size() < LIMIT) {
            V earlier = cache.putIfAbsent(key, made);
            return earlier == null ? made : earlier;
        }
        return made;
    }

    /** The attribute sets of metrics once it is known which model answered. */
    static final class Answered {

        final String model;
        final Attributes plain;
        final Attributes anyModality;
        final Attributes inputType;
        final Attributes outputType;

        Answered(String model, Attributes plain) {
            this.model = model;
            this.plain = plain;
            this.anyModality =
                    plain.toBuilder().put(GenAiKeys.TOKEN_MODALITY, "unknown").build();
            this.inputType =
                    plain.toBuilder().put(GenAiKeys.TOKEN_TYPE, "input").build();
            this.outputType =
                    plain.toBuilder().put(GenAiKeys.TOKEN_TYPE, "output").build();
        }

        /** Returns the attributes of tokens of one modality; few providers report any. */
        Attributes modality(String modality) {
            return plain.toBuilder().put(GenAiKeys.TOKEN_MODALITY, modality).build();
        }
    }
}
