/** Growth operators and schedule of "CompoundGrow". */
package growth.ops.compound;
