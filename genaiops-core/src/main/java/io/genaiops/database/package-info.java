/**
 * Rows in a relational database: {@link io.genaiops.database.Database} runs transactions on the host's connections,
 * {@link io.genaiops.database.Transactions} has several parts write in one, and {@link io.genaiops.database.Migrations} puts
 * the tables there. PostgreSQL and H2, plain SQL, no driver.
 */
@NullMarked
package io.genaiops.database;

import org.jspecify.annotations.NullMarked;
