/** Time and threads, as what runs by itself in the engine has them. */
package io.hmsbridge.core.time;
