package io.genaiops.budget;

/**
 * How a budget is doing in this process. Counts are since it was built.
 *
 * @param admitted calls that were allowed
 * @param degraded calls that were told to ask a cheaper model
 * @param refused calls that were refused
 * @param settled reservations that were settled
 * @param released reservations that were given back
 * @param expired reservations that were freed because nobody closed them in time
 * @param late reservations that were settled after that
 * @param overruns reservations of which more was used
 * @param softLimits soft limits that were reached
 * @param unknown calls that were admitted although a limit could not tell what they use
 * @param unguarded calls that were admitted while the database could not be reached
 * @param open reservations that are under way
 * @param liveKeys keys that are held in memory
 * @param unsettled settlements that wait for the database
 * @since 0.1
 */
public record BudgetFigures(
        long admitted,
        long degraded,
        long refused,
        long settled,
        long released,
        long expired,
        long late,
        long overruns,
        long softLimits,
        long unknown,
        long unguarded,
        long open,
        long liveKeys,
        long unsettled) {}
