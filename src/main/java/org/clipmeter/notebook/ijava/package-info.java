/** The edge towards the IJava kernel, and others made of the same library. */
@NullMarked
package org.clipmeter.notebook.ijava;

import org.jspecify.annotations.NullMarked;
