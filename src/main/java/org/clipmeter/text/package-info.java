/** CLIP's tokenizer, which converts text to inputIds. */
@NullMarked
package org.clipmeter.text;

import org.jspecify.annotations.NullMarked;
