/** PNG, as Pillow and zlib read it, including damaged files. */
@NullMarked
package org.clipmeter.image.png;

import org.jspecify.annotations.NullMarked;
