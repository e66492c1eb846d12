using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// Reads the DistributionPointName of CRL distribution points and of the issuing distribution point (RFC 5280 4.2.1.13).
/// </summary>
internal static class DistributionPointName
{
    private const int FullName = 0;
    private const int NameRelativeToIssuer = 1;
    private const int DirectoryNameTag = 4;

    /// <summary>The names of the point; one relative to the CRL's issuer is completed.</summary>
    /// <param name="choice">The inside of the field that holds the DistributionPointName.</param>
    /// <param name="issuer">The encoded Name that a relative one continues.</param>
    /// <exception cref="AsnContentException">Not a DistributionPointName.</exception>
    public static GeneralNameList Read(DerReader choice, ReadOnlyMemory<byte> issuer)
    {
        GeneralNameList names = choice.NextIs(DerReader.Context(NameRelativeToIssuer))
            ? Complete(choice.ReadSequence(DerReader.Context(NameRelativeToIssuer)), issuer)
            : new GeneralNameList(choice.ReadSequence(DerReader.Context(FullName)));
        return names;
    }

    private static GeneralNameList Complete(DerReader relative, ReadOnlyMemory<byte> issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(DerReader.Context(DirectoryNameTag)))
        using (writer.PushSequence())
        {
            DerReader names = new DerReader(issuer).ReadSequence();
            while (names.HasData)
                writer.WriteEncodedValue(names.ReadEncoded().Span);
            using (writer.PushSetOf())
            {
                while (relative.HasData)
                    writer.WriteEncodedValue(relative.ReadEncoded().Span);
            }
        }

        return new GeneralNameList(new DerReader(writer.Encode()));
    }
}
