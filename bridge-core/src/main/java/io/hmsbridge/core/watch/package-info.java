/**
 * Notices changes in folders that people edit: the configuration, mapping sheets, plugins. Uses no other package of the
 * bridge.
 */
package io.hmsbridge.core.watch;
