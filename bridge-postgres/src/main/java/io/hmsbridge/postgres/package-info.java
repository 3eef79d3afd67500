/**
 * A real PostgreSQL server as a part of this process: started from the binaries on the class path, in a folder, on
 * the loopback address, and gone when this process is gone. Start with {@link io.hmsbridge.postgres.EmbeddedPostgres}.
 */
package io.hmsbridge.postgres;
