/** Where images match texts, as a result: maps, their faithfulness, and the doors for programs. */
@NullMarked
package org.clipmeter.result.explain;

import org.jspecify.annotations.NullMarked;
