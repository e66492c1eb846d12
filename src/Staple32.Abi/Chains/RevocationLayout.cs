using Staple32.Abi.Layout;
using Staple32.Revocation;

namespace Staple32.Abi.Chains;

/// <summary>Writes what was found out about revocation into the structures that show it.</summary>
internal static unsafe class RevocationLayout
{
    /// <summary>The error that stands for an outcome; 0 for good.</summary>
    public static uint CodeOf(RevocationResult result) => result switch
    {
        RevocationResult.Good => Errors.ERROR_SUCCESS,
        RevocationResult.Revoked => Errors.CRYPT_E_REVOKED,
        RevocationResult.Offline => Errors.CRYPT_E_REVOCATION_OFFLINE,
        RevocationResult.NotInDatabase => Errors.CRYPT_E_NOT_IN_REVOCATION_DATABASE,
        _ => Errors.CRYPT_E_NO_REVOCATION_CHECK,
    };

    /// <summary>An age in whole seconds. What was issued a moment ahead of this machine's clock is new.</summary>
    public static void WriteFreshness(TimeSpan? age, int* has, uint* seconds)
    {
        *has = age is null ? 0 : 1;
        *seconds = age is { } span ? (uint)Math.Clamp(span.TotalSeconds, 0, uint.MaxValue) : 0;
    }

    /// <summary>Fills in the CRLs and, if the certificate is revoked, which entry says so.</summary>
    /// <param name="info">Zeroed.</param>
    /// <param name="verdict">What the CRLs were used for.</param>
    /// <param name="complete">The context of its base CRL, or null.</param>
    /// <param name="delta">The context of its delta CRL, or null.</param>
    public static void Write(CERT_REVOCATION_CRL_INFO* info, RevocationVerdict verdict, CRL_CONTEXT* complete, CRL_CONTEXT* delta)
    {
        info->cbSize = (uint)sizeof(CERT_REVOCATION_CRL_INFO);
        info->pBaseCrlContext = complete;
        info->pDeltaCrlContext = delta;
        CRL_CONTEXT* listing = verdict.IsEntryInDelta ? delta : complete;
        if (verdict.EntryIndex < 0 || listing == null)
            return;
        info->pCrlEntry = listing->pCrlInfo->rgCRLEntry + verdict.EntryIndex;
        info->fDeltaCrlEntry = verdict.IsEntryInDelta ? 1 : 0;
    }
}
