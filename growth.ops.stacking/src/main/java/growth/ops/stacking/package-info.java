/** Growth operators and schedules of "Stacking Your Transformers". */
package growth.ops.stacking;
