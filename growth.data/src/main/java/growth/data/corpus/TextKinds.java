package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;

/** Refuses what is no text by what it is, and never with advice for text. */
final class TextKinds {
    private TextKinds() {
    }

    /**
     * @param name  the file
     * @param start its first bytes, unpacked
     * @throws GrowthException (DATA) that says what it is and what to do
     */
    static void requireText(String name, FileStart start) {
        start.wideUnicode().ifPresent(encoding -> {
            throw new GrowthException(DATA, name + ": is text in " + encoding + "; convert it with iconv -f "
                    + encoding.substring(0, "UTF-16".length()) + " -t UTF-8");
        });
        FileKind.of(start).ifPresent(kind -> {
            throw new GrowthException(DATA, name + ": is " + kind.words() + "; " + kind.advice());
        });
        int width = start.wideUnits();
        if (width > 0) {
            throw new GrowthException(DATA, name + ": is no UTF-8 text: " + (width == 2 ? "every second byte is 0"
                    : "three of four bytes are 0") + "; token ids of " + width * Byte.SIZE
                    + " bits go to data of kind tokens, text in UTF-" + width * Byte.SIZE + " is converted with iconv -f UTF-"
                    + width * Byte.SIZE + "LE -t UTF-8");
        }
        if (start.isBinary()) {
            throw noText(name);
        }
    }

    static GrowthException noText(String name) {
        return new GrowthException(DATA, name + ": is no text: it is full of control characters; give UTF-8 text, JSON Lines (.jsonl) or"
                + " Parquet, plain or packed");
    }
}
