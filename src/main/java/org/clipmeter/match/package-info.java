/** Images compared with texts that are given: logits, cosines and their softmax. */
@NullMarked
package org.clipmeter.match;

import org.jspecify.annotations.NullMarked;
