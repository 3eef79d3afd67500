/** The engine of HMS Bridge, to be run by itself or embedded in any program through {@link io.hmsbridge.core.Bridge}. */
package io.hmsbridge.core;
