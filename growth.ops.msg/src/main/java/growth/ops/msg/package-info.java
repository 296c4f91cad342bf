/** Growth operators and schedule of "Masked Structural Growth". */
package growth.ops.msg;
