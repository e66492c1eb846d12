using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Certificates.Names;
using Staple32.ChainSelection;

namespace Staple32.Abi.Chains;

/// <summary>Reads CERT_SELECT_CRITERIA; copies all that it keeps.</summary>
internal static unsafe class SelectionCriteria
{
    /// <exception cref="AbiException">
    /// E_INVALIDARG: too many, none where some are announced, or an unknown type. ERROR_NOT_SUPPORTED: what TLS signs with,
    /// and the three criteria of the Windows Runtime.
    /// </exception>
    public static SelectionCriterion[] Read(uint count, CERT_SELECT_CRITERIA* criteria)
    {
        if (count > SelectConstants.CERT_SELECT_MAX || (count > 0 && criteria == null))
            throw Invalid("no criteria, or too many");
        var read = new SelectionCriterion[count];
        for (int i = 0; i < read.Length; i++)
        {
            CERT_SELECT_CRITERIA* criterion = criteria + i;
            if (criterion->cPara is 0 or > SelectConstants.CERT_SELECT_MAX_PARA || criterion->ppPara == null)
                throw Invalid("a criterion without values, or with too many");
            var values = new nint[criterion->cPara];
            for (int j = 0; j < values.Length; j++)
                values[j] = criterion->ppPara[j] != null ? (nint)criterion->ppPara[j] : throw Invalid("a value that is none");
            read[i] = Read(criterion->dwType, values);
        }

        return read;
    }

    private static SelectionCriterion Read(uint type, nint[] values) => type switch
    {
        SelectConstants.CERT_SELECT_BY_ENHKEY_USAGE => SelectionCriterion.ByPurpose(Map(values, Text)),
        SelectConstants.CERT_SELECT_BY_KEY_USAGE => SelectionCriterion.ByKeyUsage(Map(values, static value => Extension(value).Value ?? default)),
        SelectConstants.CERT_SELECT_BY_POLICY_OID => SelectionCriterion.ByPolicy(Map(values, Text)),
        SelectConstants.CERT_SELECT_BY_PROV_NAME => SelectionCriterion.Unsatisfiable,
        SelectConstants.CERT_SELECT_BY_EXTENSION => SelectionCriterion.ByExtension(Map(values, Extension)),
        SelectConstants.CERT_SELECT_BY_SUBJECT_HOST_NAME => SelectionCriterion.ByHost(Map(values, static value => NativeText.FromUtf16((char*)value)!)),
        SelectConstants.CERT_SELECT_BY_ISSUER_ATTR => SelectionCriterion.ByAttributes(Map(values, Attributes), isOfIssuer: true),
        SelectConstants.CERT_SELECT_BY_SUBJECT_ATTR => SelectionCriterion.ByAttributes(Map(values, Attributes), isOfIssuer: false),
        SelectConstants.CERT_SELECT_BY_ISSUER_NAME => SelectionCriterion.ByIssuer(Map(values, Name)),
        SelectConstants.CERT_SELECT_BY_PUBLIC_KEY => SelectionCriterion.ByPublicKey(Map(values, Key)),
        >= SelectConstants.CERT_SELECT_BY_TLS_SIGNATURES and <= SelectConstants.CERT_SELECT_BY_THUMBPRINT =>
            throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "a criterion that is not supported"),
        _ => throw Invalid("an unknown criterion"),
    };

    private static string Text(nint value) => NativeText.FromUtf8((byte*)value)!;

    private static ReadOnlyMemory<byte> Name(nint value) => NativeBytes.Copy(*(CRYPT_DATA_BLOB*)value);

    private static IReadOnlyList<SoughtValue> Attributes(nint value) => Comparisons.Read((CERT_RDN*)value, isUnicode: true);

    private static SoughtExtension Extension(nint value)
    {
        var extension = (CERT_EXTENSION*)value;
        string oid = NativeText.FromUtf8(extension->pszObjId) ?? throw Invalid("an extension without an identifier");
        return new SoughtExtension(oid, extension->Value.cbData == 0 ? default(ReadOnlyMemory<byte>?) : NativeBytes.Copy(extension->Value));
    }

    private static SoughtExtension Key(nint value)
    {
        var key = (CERT_PUBLIC_KEY_INFO*)value;
        string oid = NativeText.FromUtf8(key->Algorithm.pszObjId) ?? throw Invalid("a key without an algorithm");
        return new SoughtExtension(oid, NativeBytes.Copy(key->PublicKey.Octets));
    }

    private static T[] Map<T>(nint[] values, Func<nint, T> read) => Array.ConvertAll(values, value => read(value));

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
