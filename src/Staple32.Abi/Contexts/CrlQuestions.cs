using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;

namespace Staple32.Abi.Contexts;

/// <summary>What a host may ask a CRL: whether it is valid at a time, speaks of a certificate, and lists it.</summary>
internal static unsafe class CrlQuestions
{
    private const int Before = -1;
    private const int Within = 0;
    private const int After = 1;

    /// <summary>CertVerifyCRLTimeValidity: -1 before ThisUpdate, 1 after NextUpdate, else 0. A NextUpdate of 0 never comes.</summary>
    /// <param name="time">The time in question, null for now.</param>
    /// <param name="info">The CRL.</param>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: no CRL.</exception>
    public static int CompareTime(FILETIME* time, CRL_INFO* info)
    {
        if (info == null)
            throw AbiException.InvalidParameter("no CRL");
        ulong asked = time != null ? time->Ticks : (ulong)DateTime.UtcNow.ToFileTimeUtc();
        ulong nextUpdate = info->NextUpdate.Ticks;
        if (asked < info->ThisUpdate.Ticks)
            return Before;
        return nextUpdate != 0 && asked > nextUpdate ? After : Within;
    }

    /// <summary>CertIsValidCRLForCertificate: whether the CRL would list the certificate if it were revoked.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER.</exception>
    public static int Covers(CERT_CONTEXT* certificate, CRL_CONTEXT* context, uint flags, void* reserved)
    {
        if (flags != 0 || reserved != null)
            return LastError.False(Errors.E_INVALIDARG);
        return CrlContexts.Of(context).List.Covers(CertificateContexts.Of(certificate).Certificate) ? 1 : 0;
    }

    /// <summary>CertFindCertificateInCRL: TRUE if the CRL could be searched, with the entry or NULL.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER.</exception>
    public static int Find(CERT_CONTEXT* certificate, CRL_CONTEXT* context, uint flags, void* reserved, CRL_ENTRY** entry)
    {
        if (entry == null || flags != 0 || reserved != null)
            return LastError.False(Errors.E_INVALIDARG);
        *entry = null;
        CertificateRevocationList list = CrlContexts.Of(context).List;
        Certificate sought = CertificateContexts.Of(certificate).Certificate;
        if (list.Find(sought.SerialNumber.Span, sought.Issuer.Span, out int index) is null)
            return 1;
        // The entry is the caller's own: in a foreign context, at the same place in what its maker has decoded.
        if (context->pCrlInfo == null || (uint)index >= context->pCrlInfo->cCRLEntry)
            throw AbiException.InvalidParameter("a CRL context whose pCrlInfo does not belong to its bytes");
        *entry = context->pCrlInfo->rgCRLEntry + index;
        return 1;
    }

    /// <summary>
    /// CertVerifyCRLRevocation: TRUE if none of the CRLs lists the certificate. Of the certificate only Issuer and
    /// SerialNumber are looked at; a CRL of another issuer's does not count.
    /// </summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER.</exception>
    public static int IsUnlisted(uint encodingType, CERT_INFO* certificate, uint count, CRL_INFO** lists)
    {
        if ((encodingType & EncodingTypes.CERT_ENCODING_TYPE_MASK) != EncodingTypes.X509_ASN_ENCODING)
            return LastError.False(Errors.E_INVALIDARG);
        if (certificate == null || (lists == null && count != 0))
            throw AbiException.InvalidParameter("no certificate, or no CRLs where some are announced");
        for (uint number = 0; number < count; number++)
        {
            CRL_INFO* list = lists[number];
            if (list == null)
                throw AbiException.InvalidParameter("no CRL");
            if (DistinguishedName.Equal(Bytes(certificate->Issuer), Bytes(list->Issuer)) && Lists(list, Bytes(certificate->SerialNumber)))
                return LastError.False(Errors.CRYPT_E_REVOKED);
        }

        return 1;
    }

    private static bool Lists(CRL_INFO* list, ReadOnlySpan<byte> serialNumber)
    {
        for (uint index = 0; index < list->cCRLEntry; index++)
        {
            if (IntegerBlobs.Equal(Bytes(list->rgCRLEntry[index].SerialNumber), serialNumber))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Bytes(CRYPT_DATA_BLOB blob) => new(blob.pbData, checked((int)blob.cbData));
}
