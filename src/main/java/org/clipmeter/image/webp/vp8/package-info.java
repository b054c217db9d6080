/** VP8, the lossy compression of WebP, as libwebp decodes it. */
@NullMarked
package org.clipmeter.image.webp.vp8;

import org.jspecify.annotations.NullMarked;
