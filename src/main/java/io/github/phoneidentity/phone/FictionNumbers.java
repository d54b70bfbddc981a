package io.github.phoneidentity.phone;

import java.util.regex.Pattern;

/**
 * The numbers that regulators reserve for films and other fiction. Nobody has one, or the operator
 * that has it answers curious people; so no text is sent to them.
 */
public final class FictionNumbers {

  private static final Pattern NUMBERS =
      Pattern.compile(
          "\\+(?:"
              + String.join(
                  "|",
                  // NANPA: line numbers 0100 to 0199 of 555 in every area code.
                  "1[2-9][0-9]{2}55501[0-9]{2}",
                  // Ofcom, "Telephone numbers for use in TV and radio drama programmes".
                  "447700900[0-9]{3}",
                  "44(?:11[3-8]|121|131|141|151|161)4960[0-9]{3}",
                  "441914980[0-9]{3}",
                  "441632960[0-9]{3}",
                  "442079460[0-9]{3}",
                  "442896496[0-9]{3}",
                  "442920180[0-9]{3}",
                  "443069990[0-9]{3}",
                  // ACMA, "Phone numbers for use in TV shows, films and creative works".
                  "61491(?:570(?:006|110|15[6-9]|313|737)|571(?:266|491|804)"
                      + "|572(?:549|665|983)|573(?:087|770)|574(?:118|632)|575(?:254|789)"
                      + "|576(?:398|801)|577(?:426|644)|578(?:148|888|957)"
                      + "|579(?:212|455|760))",
                  "61[2378](?:5550|7010)[0-9]{4}",
                  // ComReg, National Numbering Conventions.
                  "3532091[0-9]{5}",
                  // Bundesnetzagentur, Mitteilung 148/2021.
                  "49(?:3023125|6990009|4066969|2214710|8999998)[0-9]{3}",
                  "49152(?:28817386|28895456|54599371)",
                  "4917139200[0-9]{2}",
                  "49172(?:9925904|9968532|9973185|9973186|9980752)",
                  "49174(?:9091317|9464308)",
                  "49176040690[0-9]{2}",
                  // ARCEP, décision 2018-0881.
                  "33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}",
                  // PTS, "Telefonnummer för användning i böcker och filmer".
                  "46701740(?:60[5-9]|6[1-9][0-9])")
              + ")");

  private FictionNumbers() {}

  /** Whether the number is reserved for fiction. */
  public static boolean contains(PhoneNumber number) {
    return NUMBERS.matcher(number.e164()).matches();
  }
}
