using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Prefetch;

namespace Staple32.Abi.Responses;

/// <summary>What a caller of Open asks for, read out of dwFlags and CERT_SERVER_OCSP_RESPONSE_OPEN_PARA.</summary>
/// <param name="IsAsync">Return at once, without waiting for the first retrieval.</param>
/// <param name="Mode">What the directory is for.</param>
/// <param name="Directory">The OCSP directory, if <paramref name="Mode"/> names a use for it.</param>
/// <param name="Callback">pfnUpdateCallback or 0.</param>
/// <param name="CallbackArgument">pvUpdateCallbackArg.</param>
internal sealed record OpenParameters(bool IsAsync, DirectoryMode Mode, string? Directory, nint Callback, nint CallbackArgument)
{
    private const int OffsetOfUsedSize = 8;
    private const int OffsetOfDirectory = 16;
    private const int OffsetOfCallback = 24;
    private const int OffsetOfArgument = 32;

    /// <summary>Checks and copies the caller's parameters; nothing of them is read later.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER as the contract of Open lists it.</exception>
    public static unsafe OpenParameters Read(uint flags, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA* para)
    {
        if ((flags & ~ServerOcspResponseFlags.CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG) != 0)
            throw AbiException.InvalidParameter("unknown bits in dwFlags");
        bool isAsync = flags != 0;
        if (para == null)
            return new OpenParameters(isAsync, DirectoryMode.None, null, 0, 0);

        // Fields past cbSize count as absent: an older or shorter structure is as good as its length.
        uint size = para->cbSize;
        if (size < OffsetOfUsedSize)
            throw AbiException.InvalidParameter("cbSize does not cover dwFlags");
        if (Covers(size, OffsetOfUsedSize) && para->pcbUsedSize != null)
            *para->pcbUsedSize = Math.Min(size, (uint)sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA));
        char* directory = Covers(size, OffsetOfDirectory) ? para->pwszOcspDirectory : null;
        nint callback = Covers(size, OffsetOfCallback) ? (nint)para->pfnUpdateCallback : 0;
        nint argument = Covers(size, OffsetOfArgument) ? (nint)para->pvUpdateCallbackArg : 0;

        DirectoryMode mode = para->dwFlags switch
        {
            0 => DirectoryMode.None,
            ServerOcspResponseFlags.CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG => DirectoryMode.Read,
            ServerOcspResponseFlags.CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG => DirectoryMode.Write,
            _ => throw AbiException.InvalidParameter("READ and WRITE together, or unknown bits, in the parameters' dwFlags"),
        };
        if (mode == DirectoryMode.None)
            return new OpenParameters(isAsync, mode, null, callback, argument);
        if (directory == null || *directory == 0)
            throw AbiException.InvalidParameter("a directory flag without a directory");
        return new OpenParameters(isAsync, mode, new string(directory), callback, argument);
    }

    private static unsafe bool Covers(uint size, int offset) => size >= offset + sizeof(nint);
}
