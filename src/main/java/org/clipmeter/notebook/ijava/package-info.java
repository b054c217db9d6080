/** The adapter for the IJava kernel and for others that use the same library. */
@NullMarked
package org.clipmeter.notebook.ijava;

import org.jspecify.annotations.NullMarked;
