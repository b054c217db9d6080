/** The rows of lists of images. */
@NullMarked
package org.clipmeter.pairs.lists;

import org.jspecify.annotations.NullMarked;
