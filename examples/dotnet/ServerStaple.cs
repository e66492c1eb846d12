using System;
using System.Runtime.InteropServices;

/// <summary>
/// What a server keeps for each of its certificates: open once, ask in every handshake, dispose when the last connection
/// is gone.
/// </summary>
internal sealed class ServerStaple : IDisposable
{
    private readonly ServerOcspResponseHandle _handle;

    // The library keeps a bare pointer to it: it has to live as long as the handle.
    private readonly ServerOcspResponseUpdate _update;

    /// <param name="chain">The server's chain, issuer included.</param>
    /// <param name="updated">Gets every new response, on a thread of the library; may be null, and must not throw.</param>
    public ServerStaple(ChainHandle chain, Action<byte[]> updated)
    {
        CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = new CERT_SERVER_OCSP_RESPONSE_OPEN_PARA();
        para.cbSize = Marshal.SizeOf(typeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA));
        if (updated != null)
        {
            para.pfnUpdateCallback = _update = delegate(IntPtr c, IntPtr response, IntPtr newCrl, IntPtr previousCrl, IntPtr arg, uint error)
            {
                updated(Copy(response));
            };
        }

        _handle = Crypt32.CertOpenServerOcspResponse(chain, 0, ref para);
        if (_handle.IsInvalid)
            throw Certificates.Failed("CertOpenServerOcspResponse");
    }

    /// <summary>The response to staple now, or null while there is none (error says why). Never waits.</summary>
    public byte[] Current(out int error)
    {
        using (ServerOcspResponseContextHandle context = Crypt32.CertGetServerOcspResponseContext(_handle, 0, IntPtr.Zero))
        {
            error = context.IsInvalid ? Crypt32.LastError() : 0;
            return context.IsInvalid ? null : Copy(context.DangerousGetHandle());
        }
    }

    /// <summary>After it has returned, the callback does not run any more.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        GC.KeepAlive(_update);
    }

    private static byte[] Copy(IntPtr response)
    {
        CERT_SERVER_OCSP_RESPONSE_CONTEXT context = Certificates.Read<CERT_SERVER_OCSP_RESPONSE_CONTEXT>(response);
        return Certificates.Bytes(context.pbEncodedOcspResponse, context.cbEncodedOcspResponse);
    }
}
