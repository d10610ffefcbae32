package io.genaiops.quota;

/**
 * What one call may use of one quota.
 *
 * @param quota the quota
 * @param key whose share it is taken from
 * @param units what it uses at most, 0 to {@link Quota#MOST_UNITS}
 * @param most the use that must not be passed once it is admitted, at most {@link Quota#MOST_UNITS}
 * @since 0.1
 */
public record Claim(Quota quota, String key, long units, long most) {

    /** Refuses units and a most out of range. */
    public Claim {
        if (most > Quota.MOST_UNITS) {
            throw new IllegalArgumentException("most must be at most " + Quota.MOST_UNITS + "; found: " + most);
        }
        if (units < 0 || units > Quota.MOST_UNITS) {
            throw new IllegalArgumentException("units must be 0 to " + Quota.MOST_UNITS + "; found: " + units);
        }
    }
}
