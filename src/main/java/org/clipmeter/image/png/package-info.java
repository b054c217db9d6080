/** PNG, as Pillow and zlib read it, damaged files included. */
@NullMarked
package org.clipmeter.image.png;

import org.jspecify.annotations.NullMarked;
