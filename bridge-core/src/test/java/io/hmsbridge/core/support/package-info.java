/** What the engine's tests share: one real PostgreSQL for all of them, and a connector that does as it is told. */
package io.hmsbridge.core.support;
