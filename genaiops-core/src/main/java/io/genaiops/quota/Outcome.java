package io.genaiops.quota;

/**
 * What a ledger says to claims: all of them are granted, or none.
 *
 * @since 0.1
 */
public sealed interface Outcome permits Grant, Shortage {}
