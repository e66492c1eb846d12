using System.Text;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Certificates.Names;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>What certificates may be used for, from and to the host's structures.</summary>
internal static unsafe class KeyUsageLists
{
    private const uint MaxUsages = 65536;

    /// <summary>
    /// CertGetEnhancedKeyUsage. Without identifiers the last error tells whether every use is allowed (CRYPT_E_NOT_FOUND) or
    /// none (0).
    /// </summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_PARAMETER.</exception>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">The property is malformed.</exception>
    public static int Get(CERT_CONTEXT* context, uint flags, CERT_ENHKEY_USAGE* usage, uint* size)
    {
        if (context == null || size == null)
            throw Invalid("no certificate or no size");
        UsageSource source = flags switch
        {
            0 => UsageSource.Both,
            UsageFlags.CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG => UsageSource.Extension,
            UsageFlags.CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG => UsageSource.Property,
            _ => throw Invalid("unknown flags"),
        };
        IReadOnlyList<string>? purposes = EnhancedKeyUsages.Of(CertificateContexts.Of(context), source);
        // One source alone is there or not.
        if (purposes is null && source != UsageSource.Both)
            return LastError.False(Errors.CRYPT_E_NOT_FOUND);

        uint needed = (uint)sizeof(CERT_ENHKEY_USAGE) + SizeOf(purposes);
        int result = Announce(needed, usage, size, out bool isRoom);
        if (isRoom)
        {
            var array = (byte**)(usage + 1);
            usage->cUsageIdentifier = (uint)(purposes?.Count ?? 0);
            usage->rgpszUsageIdentifier = purposes is { Count: > 0 } ? array : null;
            Write(purposes, array);
        }

        if (result != 0 && purposes is null or { Count: 0 })
            LastError.Set(purposes is null ? Errors.CRYPT_E_NOT_FOUND : Errors.ERROR_SUCCESS);
        return result;
    }

    /// <summary>CertGetValidUsages: what all the certificates may be used for; -1 identifiers for everything.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_PARAMETER.</exception>
    /// <exception cref="CertificateFormatException">An extension is malformed.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">A property is malformed.</exception>
    public static int GetCommon(uint count, CERT_CONTEXT** contexts, int* number, byte** identifiers, uint* size)
    {
        if (number == null || size == null || (contexts == null && count != 0))
            throw Invalid("no certificates or nothing to write to");
        var elements = new List<StoredCertificate>();
        for (uint index = 0; index < count; index++)
            elements.Add(CertificateContexts.Of(contexts[index]));
        IReadOnlyList<string>? purposes = EnhancedKeyUsages.OfAll(elements);
        *number = purposes?.Count ?? -1;
        int result = Announce(SizeOf(purposes), identifiers, size, out bool isRoom);
        if (isRoom)
            Write(purposes, identifiers);
        return result;
    }

    /// <summary>CertSetEnhancedKeyUsage: NULL removes the property, no identifiers allow no use.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, CRYPT_E_OID_FORMAT.</exception>
    public static int Set(CERT_CONTEXT* context, CERT_ENHKEY_USAGE* usage)
    {
        if (usage == null)
            return CertificateProperties.Set(context, PropertyIds.EnhancedKeyUsage, 0, null);
        return SetProperty(context, EnhancedKeyUsages.Encode(Read(usage)));
    }

    /// <summary>The identifiers of a list, dotted.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, CRYPT_E_OID_FORMAT.</exception>
    public static List<string> Read(CERT_ENHKEY_USAGE* usage)
    {
        if (usage->cUsageIdentifier > MaxUsages || (usage->rgpszUsageIdentifier == null && usage->cUsageIdentifier != 0))
            throw Invalid("no identifiers where some are announced");
        var purposes = new List<string>();
        for (uint index = 0; index < usage->cUsageIdentifier; index++)
            purposes.Add(ReadIdentifier(usage->rgpszUsageIdentifier[index]));
        return purposes;
    }

    /// <summary>CertAddEnhancedKeyUsageIdentifier: to the property, also if it is not there yet.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, CRYPT_E_OID_FORMAT, ERROR_INVALID_PARAMETER.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">The property is malformed.</exception>
    public static int Add(CERT_CONTEXT* context, byte* identifier) =>
        EnhancedKeyUsages.WithPurpose(CertificateContexts.Of(context), ReadIdentifier(identifier)) is { } value ? SetProperty(context, value) : 1;

    /// <summary>CertRemoveEnhancedKeyUsageIdentifier: from the property; what is not there need not be removed.</summary>
    /// <exception cref="AbiException">As for <see cref="Add"/>.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">The property is malformed.</exception>
    public static int Remove(CERT_CONTEXT* context, byte* identifier) =>
        EnhancedKeyUsages.WithoutPurpose(CertificateContexts.Of(context), ReadIdentifier(identifier)) is { } value ? SetProperty(context, value) : 1;

    /// <summary>CertGetIntendedKeyUsage: FALSE with the last error 0 if the certificate says nothing about it.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_FILE_NOT_FOUND.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">The extension is malformed.</exception>
    public static int GetIntended(uint encodingType, CERT_INFO* info, byte* usage, uint size)
    {
        if (info == null || (usage == null && size != 0) || size > int.MaxValue || (info->rgExtension == null && info->cExtension != 0))
            throw Invalid("no certificate or no buffer");
        var target = new Span<byte>(usage, (int)size);
        target.Clear();
        EncodingTypeArgument.Check(encodingType);
        ReadOnlySpan<byte> bits = FindIntended(info).Span;
        if (bits.IsEmpty)
            return LastError.False(Errors.ERROR_SUCCESS);
        bits[..Math.Min(bits.Length, target.Length)].CopyTo(target);
        return 1;
    }

    private static ReadOnlyMemory<byte> FindIntended(CERT_INFO* info)
    {
        foreach (string oid in IntendedKeyUsage.Extensions)
        {
            for (uint index = 0; index < info->cExtension; index++)
            {
                if (NativeText.FromUtf8(info->rgExtension[index].pszObjId) == oid)
                    return IntendedKeyUsage.Read(oid, NativeBytes.Copy(info->rgExtension[index].Value));
            }
        }

        return default;
    }

    private static int SetProperty(CERT_CONTEXT* context, byte[] value)
    {
        fixed (byte* bytes = value)
        {
            var blob = new CRYPT_DATA_BLOB { cbData = (uint)value.Length, pbData = bytes };
            return CertificateProperties.Set(context, PropertyIds.EnhancedKeyUsage, 0, &blob);
        }
    }

    private static string ReadIdentifier(byte* identifier)
    {
        string text = NativeText.FromUtf8(NativeText.NotANumber(identifier)) ?? throw Invalid("no identifier");
        return DottedIdentifier.IsValid(text) ? text : throw new AbiException(Errors.CRYPT_E_OID_FORMAT, "not an object identifier");
    }

    // Pointers, and behind them the strings.
    private static uint SizeOf(IReadOnlyList<string>? purposes)
    {
        uint size = 0;
        foreach (string purpose in purposes ?? [])
            size += (uint)(sizeof(byte*) + purpose.Length + 1);
        return size;
    }

    private static void Write(IReadOnlyList<string>? purposes, byte** array)
    {
        byte* text = (byte*)(array + (purposes?.Count ?? 0));
        foreach (string purpose in purposes ?? [])
        {
            *array++ = text;
            text += Encoding.ASCII.GetBytes(purpose, new Span<byte>(text, purpose.Length));
            *text++ = 0;
        }
    }

    // The protocol of SizedBuffer for what has pointers into itself, so that it has to be written in its place.
    private static int Announce(uint needed, void* buffer, uint* size, out bool isRoom)
    {
        uint given = *size;
        *size = needed;
        isRoom = buffer != null && given >= needed;
        return isRoom || buffer == null ? 1 : LastError.False(Errors.ERROR_MORE_DATA);
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
