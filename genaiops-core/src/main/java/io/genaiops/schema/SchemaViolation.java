package io.genaiops.schema;

/**
 * One place where a value does not fit its schema.
 *
 * @param location where in the value, as a JSON Pointer (RFC 6901); empty for the whole value
 * @param message what was expected and found there
 * @since 0.1
 */
public record SchemaViolation(String location, String message) {

    @Override
    public String toString() {
        return (location.isEmpty() ? "(whole value)" : location) + ": " + message;
    }
}
