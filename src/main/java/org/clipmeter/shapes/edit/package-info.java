/** Published edits that erase a concept from the field, through its cross-attention. */
@NullMarked
package org.clipmeter.shapes.edit;

import org.jspecify.annotations.NullMarked;
