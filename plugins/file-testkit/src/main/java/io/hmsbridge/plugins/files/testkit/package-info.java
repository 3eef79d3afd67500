/** What the tests of the file connectors share: a README's run. */
package io.hmsbridge.plugins.files.testkit;
