/**
 * What authors of connectors test with: real counterparts that record what they received, and the context and packets
 * that the bridge would hand over.
 */
package io.hmsbridge.testkit;
