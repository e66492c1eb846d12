using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>Where a certificate's responders and its issuer's certificate are found (RFC 5280 4.2.2.1). Immutable.</summary>
public sealed class AuthorityInformationAccess
{
    // uniformResourceIdentifier [6] IA5String, a choice of GeneralName (RFC 5280 4.2.1.6).
    private static readonly Asn1Tag s_urlTag = DerReader.Context(6, constructed: false);

    private AuthorityInformationAccess(IReadOnlyList<string> ocspUrls, IReadOnlyList<string> issuerUrls)
    {
        OcspUrls = ocspUrls;
        IssuerUrls = issuerUrls;
    }

    /// <summary>The URLs of id-ad-ocsp, as written and in order. Any scheme: the caller decides what is usable.</summary>
    public IReadOnlyList<string> OcspUrls { get; }

    /// <summary>The URLs of id-ad-caIssuers, as written and in order.</summary>
    public IReadOnlyList<string> IssuerUrls { get; }

    /// <summary>Parses the extension's value. Other methods and other kinds of location are passed over.</summary>
    /// <exception cref="CertificateFormatException">Not an AuthorityInfoAccessSyntax.</exception>
    public static AuthorityInformationAccess Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Read(encoded);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"authority information access is malformed: {e.Describe()}", e);
        }
    }

    /// <exception cref="AsnContentException">Not an AuthorityInfoAccessSyntax.</exception>
    internal static AuthorityInformationAccess Read(ReadOnlyMemory<byte> encoded)
    {
        List<string>? ocsp = null, issuers = null;
        var outer = new DerReader(encoded);
        DerReader descriptions = outer.ReadSequence();
        outer.ExpectEnd();
        while (descriptions.HasData)
        {
            DerReader description = descriptions.ReadSequence();
            string method = description.ReadOid();
            if (method is Oids.AccessOcsp or Oids.AccessCaIssuers && description.NextIs(s_urlTag))
            {
                string url = description.ReadIa5String(s_urlTag);
                List<string> list = method == Oids.AccessOcsp ? ocsp ??= [] : issuers ??= [];
                list.Add(url);
            }
            else
            {
                description.ReadEncoded();
            }
            description.ExpectEnd();
        }
        return new AuthorityInformationAccess(ToList(ocsp), ToList(issuers));
    }

    private static string[] ToList(List<string>? urls) => urls?.ToArray() ?? [];
}
