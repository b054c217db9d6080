/** CLIP's tokenizer: from text to inputIds. */
@NullMarked
package org.clipmeter.text;

import org.jspecify.annotations.NullMarked;
