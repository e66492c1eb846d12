using System.Text;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Retrieval;

namespace Staple32.Abi.Responses;

/// <summary>Puts the state of a handle's entry into STAPLE32_SERVER_OCSP_STATUS.</summary>
internal static unsafe class StatusReport
{
    private const int LeastSize = 8;

    /// <summary>Staple32QueryServerOcspResponse. Writes nothing beyond the caller's cbSize.</summary>
    public static int Query(nint handle, STAPLE32_SERVER_OCSP_STATUS* target)
    {
        if (target == null || target->cbSize < LeastSize)
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        ResponseHandle? response = ServerResponses.Find(handle);
        if (response is null)
            return LastError.False(Errors.ERROR_INVALID_HANDLE);

        STAPLE32_SERVER_OCSP_STATUS report = From(response.Query());
        uint size = Math.Min(target->cbSize, (uint)sizeof(STAPLE32_SERVER_OCSP_STATUS));
        report.cbSize = target->cbSize;
        Buffer.MemoryCopy(&report, target, size, size);
        return 1;
    }

    private static STAPLE32_SERVER_OCSP_STATUS From(ServerResponseStatus status)
    {
        var report = new STAPLE32_SERVER_OCSP_STATUS
        {
            dwStatus = status.State switch
            {
                ServerResponseState.Good => STAPLE32_SERVER_OCSP_STATUS.STATUS_GOOD,
                ServerResponseState.Revoked => STAPLE32_SERVER_OCSP_STATUS.STATUS_REVOKED,
                ServerResponseState.Unknown => STAPLE32_SERVER_OCSP_STATUS.STATUS_UNKNOWN,
                _ => STAPLE32_SERVER_OCSP_STATUS.STATUS_NONE,
            },
            ThisUpdate = TimeOf(status.ThisUpdate),
            NextUpdate = TimeOf(status.NextUpdate),
            ServedUntil = TimeOf(status.ServedUntil),
            NextRetrieval = TimeOf(status.NextAttempt),
            LastAttempt = TimeOf(status.LastAttempt),
            dwLastError = ErrorOf(status.LastProblem),
            cConsecutiveFailures = (uint)status.ConsecutiveFailures,
            cRetrievals = (ulong)status.Retrievals,
        };
        Put(status.Source, report.szUrl, STAPLE32_SERVER_OCSP_STATUS.UrlLength);
        Put(status.LastProblem?.Detail, report.szLastFailure, STAPLE32_SERVER_OCSP_STATUS.FailureLength);
        return report;
    }

    /// <summary>The Win32 error or HRESULT nearest to what went wrong.</summary>
    private static uint ErrorOf(RetrievalProblem? problem) => problem switch
    {
        null => Errors.ERROR_SUCCESS,
        { Refusal: OcspRefusal.StatusUnknown } => Errors.CRYPT_E_NOT_IN_REVOCATION_DATABASE,
        { Refusal: OcspRefusal.NotDer or OcspRefusal.TrailingBytes } => Errors.CRYPT_E_ASN1_BADTAG,
        { Refusal: not OcspRefusal.None } => Errors.CRYPT_E_NO_REVOCATION_CHECK,
        { Failure: TransportFailure.Timeout } => Errors.ERROR_TIMEOUT,
        { Failure: TransportFailure.Refused } => Errors.ERROR_CONNECTION_REFUSED,
        { Failure: TransportFailure.Dns } => Errors.WSAHOST_NOT_FOUND,
        { HttpStatus: not 0 } => Errors.HTTP_E_STATUS | (uint)problem.HttpStatus,
        _ => Errors.CRYPT_E_REVOCATION_OFFLINE,
    };

    private static FILETIME TimeOf(DateTimeOffset? time) => time is { } known ? FILETIME.From(known) : default;

    /// <summary>UTF-8, terminated, cut off at a character's end if it is too long. The array is zeroed.</summary>
    private static void Put(string? text, byte* target, int length) =>
        Encoding.UTF8.GetEncoder().Convert(text, new Span<byte>(target, length - 1), flush: true, out _, out _, out _);
}
