/** What each patch of an image contributes to its similarity with a text. */
@NullMarked
package org.clipmeter.model.clip.explain;

import org.jspecify.annotations.NullMarked;
