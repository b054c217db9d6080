/** PyTorch through DJL: its start, its threads, compiled scripts, and what the processor can do. */
@NullMarked
package org.clipmeter.engine;

import org.jspecify.annotations.NullMarked;
