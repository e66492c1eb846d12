using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Revocation;

namespace Staple32.Abi.Revocation;

/// <summary>CertVerifyRevocation: checks certificates in their order, and ends with the first that is not good.</summary>
internal static unsafe class RevocationCall
{
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.</exception>
    public static int Verify(
        uint encodingType, uint type, uint count, void** contexts, uint flags, CERT_REVOCATION_PARA* para, CERT_REVOCATION_STATUS* status)
    {
        if (status == null || status->cbSize < CERT_REVOCATION_STATUS.SizeToReason)
            return LastError.False(Errors.E_INVALIDARG);
        Clear(status);
        // Who would have to check it, nobody has registered; a kind of context that is not defined, nobody can.
        if ((encodingType & EncodingTypes.CERT_ENCODING_TYPE_MASK) != EncodingTypes.X509_ASN_ENCODING)
            return Fail(status, 0, Errors.CRYPT_E_NO_REVOCATION_DLL);
        if (type != RevocationConstants.CERT_CONTEXT_REVOCATION_TYPE)
            return Fail(status, 0, Errors.CRYPT_E_NO_REVOCATION_CHECK);

        var arguments = new RevocationArguments(count, contexts, flags, para);
        for (int i = 0; i < arguments.Subjects.Length; i++)
        {
            RevocationVerdict verdict = Library.Revocation.Check(arguments.QuestionAbout(i));
            bool isLast = verdict.Result != RevocationResult.Good || i + 1 == arguments.Subjects.Length;
            if (isLast)
                Show(verdict, arguments, status);
            if (verdict.Result != RevocationResult.Good)
            {
                status->dwReason = (uint)verdict.Reason;
                return Fail(status, (uint)i, RevocationLayout.CodeOf(verdict.Result));
            }
        }

        return 1;
    }

    private static void Clear(CERT_REVOCATION_STATUS* status)
    {
        status->dwIndex = status->dwError = status->dwReason = 0;
        if (HasFreshness(status))
            RevocationLayout.WriteFreshness(null, &status->fHasFreshnessTime, &status->dwFreshnessTime);
    }

    private static bool HasFreshness(CERT_REVOCATION_STATUS* status) => status->cbSize >= sizeof(CERT_REVOCATION_STATUS);

    private static int Fail(CERT_REVOCATION_STATUS* status, uint index, uint error)
    {
        status->dwIndex = index;
        status->dwError = error;
        return LastError.False(error);
    }

    /// <summary>What only the last check is told about: how fresh its answer is, and the CRLs behind it.</summary>
    private static void Show(RevocationVerdict verdict, RevocationArguments arguments, CERT_REVOCATION_STATUS* status)
    {
        if (HasFreshness(status))
            RevocationLayout.WriteFreshness(arguments.Now - verdict.ThisUpdate, &status->fHasFreshnessTime, &status->dwFreshnessTime);
        if (arguments.CrlInfo == null)
            return;
        CERT_REVOCATION_CRL_INFO* info = arguments.CrlInfo;
        CrlContexts.Release(info->pBaseCrlContext);
        CrlContexts.Release(info->pDeltaCrlContext);
        uint size = info->cbSize;
        *info = default;
        RevocationLayout.Write(info, verdict, HandOut(verdict.BaseCrl), HandOut(verdict.DeltaCrl));
        info->cbSize = size;
    }

    private static CRL_CONTEXT* HandOut(Stores.StoredCrl? crl)
    {
        CRL_CONTEXT* context = UsedCrls.ContextOf(crl);
        if (context == null)
            return null;
        CrlContexts.TryAddHostReference(context);
        CrlContexts.Free(context);
        return context;
    }
}
