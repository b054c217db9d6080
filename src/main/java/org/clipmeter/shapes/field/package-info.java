/** A text-to-image model of half a million parameters, and edits that erase concepts from it. */
@NullMarked
package org.clipmeter.shapes.field;

import org.jspecify.annotations.NullMarked;
