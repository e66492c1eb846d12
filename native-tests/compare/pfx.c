/* PKCS #12: what is one, whose password opens it, and what is in it. */
#include "compare.h"

/* root and ca, without keys, in triple DES with SHA-1, password "secret": openssl pkcs12 -export -nokeys
 * -certpbe PBE-SHA1-3DES -macalg sha1. */
static const char encoded[] =
    "MIIGzAIBAzCCBpIGCSqGSIb3DQEHAaCCBoMEggZ/MIIGezCCBncGCSqGSIb3DQEHBqCCBmgwggZkAgEAMIIGXQYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQMw"
    "DgQIBFMSO+HUJzoCAggAgIIGMK0RRrM6wWjLo/irc3vb8Ymh+A6cW0CHwkIz79mEZrjhy0L3HiqYky+9g4NUUhy5jqyEJBmZws50lq/hu0fonu028UOitY6X"
    "A4uqGbwrsCOJRFOswqcG9Ewur5utgZejPvvMvqcd+p+xgVnWaygQrCms4UI6rhAFaWZLcr11J6Nr1Ocu8HWo6h4h6t51Q8LBvbBfDDY6GowDRw3T7JjrsNyB"
    "4VbsGfy+A3pc/wwhax0BlZ25pveLU/k7XRr1K/OLyAmFNkGiWilvSzsn16g+MOscTYNk4IkkCgjJvvbwxOjhu3+2VT2bw07qMHuf8Rcxf70TSA001iV+sCQC"
    "31AuiCa5t2PAaYZLRmkMZOxje1N/SFo7NeexlL6J+pygfbawyZCTXoaJ6aqSohlffTlMMoVcDvkWzfdsqDWDyoAH3A+OvaGiukiOjxvb2E9PTK+PyccquKgl"
    "dCMYp6wfVMnbhHidiVVn4g928XGp/BUxeJ0lzU5pF4JaiyjfJyOPqGbvJfOzN2YCH/7WYcMeowy6tW1UpLHJhlItP+789ZJvbxA9q0D/YplLDENi1mjPed+i"
    "W6Nc/9b7sz75slL2IstCZWhyJlXpJ81ErEmv1ZahLgOr47m/3D3Q8p16DbnmjaTRFre1v82hsCYPFynmXNgZTZXrN9Vqkp6CRYKvzXrV4SLtjmu9s9oamygj"
    "sXfnzm+nlK7XTqM6tvaQYjiujVMtrjp89mpICGByF2pvSafyiuBILde4ZC26Yyk6xZ9XZqN8Xi28H2ZcW2uTcKhwCPsLG744OffFZ9FO1wGvsXp1paCd2R0p"
    "PIQuInO/1i2f1vKbeqXGoCfOdDPdK9UeDo3AR4eGJpm1lIoIfF05K14KTgNYM9EzR+h+kMi4ze3XhvXim86A3IPfYOVauf5U07Us2zfZdF2wbxwANxx4QWAa"
    "wqAjG5AsVxUkLxgNec5nLwjlKYqQPpUYfLB2tVY1V4JeIHddorOfOj4IL/CGBG55MMvIYPZF/B0wtKMZK2Z6osTWFyZUYObHth/TpQiPoO5gTAn8gPIwDgwP"
    "f/NszARzGlC1jRso7053LUYf2ohxvXCvAEFaXlTx+1CPdcQEZYxkuZrmd+tTiA4jethDvCS/pFzu/KfLlZVLi5gNGUchcy2fklXuuGOyfbDmibYTJzXt2i/V"
    "X79osTz+N4EYyEeGO3hr/spQ30w/2yxwr1iyB1oRPylg/5HgKrmQRGrd9qjsP53ovUHlLXoQuNLtz5EoNfMyinxRYlsTzA3h56N9zD0H4auF3DtLACdJC50/"
    "1kBsQtS0DLxRP0xOUN94bROdDfkdowRpJHW+4Gzth7erXVx1wBBFe+IzDEKJ7xcpMjzpJckSrfNDEWg29H8u56qqyB4CaZM+u+MMfqZGDt6PczhBq0xNxHVT"
    "QHLTr5Ab81i1/Z2zR5acvkPUMTiCZRH7RJnNfIG8Uc5XzvSq7AI4J2JE9/bgq1iUmVAMXRg1yh+ubvjEHYHHkS48/AwZvTUIRjVqOT0fEm+DzjRxWeujm1jE"
    "zHf45inkV4q3f9mpGrZJWolG6c/FoSqr4LNo5/DLkamOHD3x2bcasdjKL6nWKUb7Jqcp+ocHWnbWGRpyGLxk1mAAgK4u8z4GkscmQhZNIM/NDEJIQU7rWEP+"
    "/vmykbRA7Cf5zblSrQ+2Lsf5dnZJc1218TW2NraEzBFjWEu+crb+DgW/2xpgv2AQSV54QEbMhtgSFPA2ToMfAdNFT2JN964BTLEPLNHcC1RqEJMV9pu+nhBw"
    "xPVx9Ec6oADN4PJER4ImIfTSySnzUvlubYBRTKM4LJ4O0ryG9WRjlg5KHgxfUnbUfBHao/7Q0M430QsVxVsuMq0FFbEZeBfz4knlNYBc5ytXlwVnqllZ7Uf4"
    "Ry+tq4+JAHUgAHY9LBFTkTbeVb+A3Az5jXEgqjX0SrQniee7V0Kx1P+9iUJ1JcP0T0ltaVm1bdU0QQ64XmTCtXReI2AkCOdOwSUNbA7OTSW/CH0ErpEtjh/8"
    "8+BHx6GgnQOkl6tMq65Y5vHCvBUv7G9uzYuXzrr2IcYguExFhonAbMgUZAy5ZGqyAamq7kT1WneHDF+wLagx2SC2OBrV0PmISjAxMCEwCQYFKw4DAhoFAAQU"
    "dqpHVqI9I67mnRJ2zoqrJ8RaVE4ECLB3tI4QwoHRAgIIAA==";

static CRYPT_DATA_BLOB file(BYTE room[4096])
{
    CRYPT_DATA_BLOB blob = {4096, room};
    if (!CryptStringToBinaryA(encoded, 0, CRYPT_STRING_BASE64, room, &blob.cbData, NULL, NULL))
        blob.cbData = 0;
    return blob;
}

static void imported(const char *what, CRYPT_DATA_BLOB *blob, LPCWSTR password, DWORD flags)
{
    about("%s", what);
    SetLastError(0x20202020);
    HCERTSTORE store = PFXImportCertStore(blob, password, flags);
    DWORD error = GetLastError();
    say_pointer("import", store, error);
    if (store) {
        say_contents("contents", store);
        CertCloseStore(store, 0);
    }
}

AREA(pfx)
{
    BYTE room[4096];
    CRYPT_DATA_BLOB blob = file(room), part = blob, nothing = {0, NULL};
    about("a file");
    BOOL_OF("is one", PFXIsPFXBlob(&blob));
    BOOL_OF("is one that nothing is", PFXIsPFXBlob(&nothing));
    CRYPT_DATA_BLOB leaf = {item_leaf.length, item_leaf.der};
    BOOL_OF("is one that a certificate is", PFXIsPFXBlob(&leaf));
    part.cbData--;
    BOOL_OF("is one that is cut off", PFXIsPFXBlob(&part));
    about("a password");
    BOOL_OF("right", PFXVerifyPassword(&blob, W("secret"), 0));
    BOOL_OF("wrong", PFXVerifyPassword(&blob, W("Secret"), 0));
    BOOL_OF("none", PFXVerifyPassword(&blob, NULL, 0));
    imported("with its password", &blob, W("secret"), 0);
    imported("with another password", &blob, W("Secret"), 0);
    imported("without a password", &blob, NULL, 0);
    imported("a certificate", &leaf, W("secret"), 0);
    imported("cut off", &part, W("secret"), 0);
}
