/** VP8L, the lossless compression of WebP, as libwebp decodes it. */
@NullMarked
package org.clipmeter.image.webp.vp8l;

import org.jspecify.annotations.NullMarked;
