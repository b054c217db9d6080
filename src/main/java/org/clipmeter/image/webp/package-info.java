/** The container of WebP and its alpha channel, as Pillow and libwebp read them. */
@NullMarked
package org.clipmeter.image.webp;

import org.jspecify.annotations.NullMarked;
