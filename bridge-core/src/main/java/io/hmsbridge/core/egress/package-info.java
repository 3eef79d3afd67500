/**
 * The way out: the HTTP client and the sockets that connectors are handed, under each target's address policy.
 *
 * <p>{@link io.hmsbridge.core.egress.Egress} is one per bridge; it opens a
 * {@link io.hmsbridge.core.egress.TargetEgress} for each target. Apache HttpClient does the HTTP; its types do not leave
 * this package.
 */
package io.hmsbridge.core.egress;
