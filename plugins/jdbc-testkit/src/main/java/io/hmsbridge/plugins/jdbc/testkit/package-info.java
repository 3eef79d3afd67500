/** What the tests of the database connectors share: real servers on loopback, a proxy that fails as networks do, a README's run. */
package io.hmsbridge.plugins.jdbc.testkit;
