/**
 * The contract of connectors as a suite of tests: subclass {@link io.hmsbridge.testkit.contract.ConnectorContract}, give it a
 * running {@link io.hmsbridge.testkit.contract.Counterpart}, and declare what the connector claims. It needs neither a
 * server nor a database.
 */
package io.hmsbridge.testkit.contract;
