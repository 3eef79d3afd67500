/** Governance: vets every packet before it is kept, and before anyone sees it. */
package io.hmsbridge.core.governance;
