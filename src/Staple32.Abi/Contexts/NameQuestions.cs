using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates.Names;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>CertGetNameString: which of a certificate's names the host asks for.</summary>
internal static unsafe class NameQuestions
{
    private const uint KnownFlags = NameFlags.CERT_NAME_ISSUER_FLAG | NameFlags.CERT_NAME_SEARCH_ALL_NAMES_FLAG
        | NameFlags.CERT_NAME_DISABLE_IE4_UTF8_FLAG | NameStrings.CERT_NAME_STR_ENABLE_PUNYCODE_FLAG;

    /// <summary>Whether all names are asked for, as a list of strings.</summary>
    public static bool AsksForAll(uint kind, uint flags) =>
        (CertificateNameKind)kind == CertificateNameKind.Dns && (flags & NameFlags.CERT_NAME_SEARCH_ALL_NAMES_FLAG) != 0;

    /// <summary>
    /// The names, none if the certificate has none of this kind. The function has no failure value: what cannot be asked is
    /// none either, and the last error says why (E_INVALIDARG, ERROR_INVALID_PARAMETER).
    /// </summary>
    public static IReadOnlyList<string> Find(CERT_CONTEXT* context, uint kind, uint flags, void* parameter)
    {
        try
        {
            if ((flags & ~KnownFlags) != 0)
                throw Invalid("unknown flags");
            var names = new CertificateNames(
                CertificateContexts.Of(context),
                ofIssuer: (flags & NameFlags.CERT_NAME_ISSUER_FLAG) != 0,
                teletexIsLatin1: (flags & NameFlags.CERT_NAME_DISABLE_IE4_UTF8_FLAG) != 0,
                decodesPunycode: (flags & NameStrings.CERT_NAME_STR_ENABLE_PUNYCODE_FLAG) != 0);
            if ((CertificateNameKind)kind == CertificateNameKind.Dns)
                return names.DnsNames;
            return Single(names, (CertificateNameKind)kind, parameter) is { } name ? [name] : [];
        }
        catch (AbiException e)
        {
            Guard.Void(e);
            return [];
        }
    }

    private static string? Single(CertificateNames names, CertificateNameKind kind, void* parameter) => kind switch
    {
        CertificateNameKind.Email => names.Email,
        CertificateNameKind.DistinguishedName => names.Write(ReadFormat(parameter)),
        CertificateNameKind.Attribute => names.FindAttribute(NativeText.FromUtf8(NativeText.NotANumber((byte*)parameter)) ?? throw Invalid("no attribute")),
        CertificateNameKind.SimpleDisplay => names.SimpleDisplay,
        CertificateNameKind.FriendlyDisplay => names.FriendlyDisplay,
        CertificateNameKind.Url => names.Url,
        CertificateNameKind.Upn => names.Upn,
        _ => throw Invalid("no such kind of name"),
    };

    private static NameFormat ReadFormat(void* parameter) =>
        parameter != null ? NameStringArguments.ReadFormat(*(uint*)parameter) : throw Invalid("no string type");

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
