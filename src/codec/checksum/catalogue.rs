//! The algorithms of the CRC catalogue, each with its own table.

use crate::codec::checksum::Checksum;

/// One group for each type that holds the values of its algorithms.
macro_rules! crcs {
    ($($number:ty { $($name:literal $algorithm:ident)* })*) => {
        /// In the order of their widths and names.
        pub(super) static CRCS: &[Checksum] = &[$($(Checksum {
            name: $name,
            bits: crc::$algorithm.width,
            value: |bytes| {
                static CRC: crc::Crc<$number> = crc::Crc::<$number>::new(&crc::$algorithm);
                CRC.checksum(bytes).into()
            },
        }),*),*];

        /// What each gives for "123456789".
        #[cfg(test)]
        pub(super) fn checks() -> Vec<(&'static str, u128)> {
            vec![$($(($name, crc::$algorithm.check.into())),*),*]
        }
    };
}

crcs! {
    u8 {
        "crc-3/gsm" CRC_3_GSM
        "crc-3/rohc" CRC_3_ROHC
        "crc-4/g-704" CRC_4_G_704
        "crc-4/interlaken" CRC_4_INTERLAKEN
        "crc-5/epc-c1g2" CRC_5_EPC_C1G2
        "crc-5/g-704" CRC_5_G_704
        "crc-5/usb" CRC_5_USB
        "crc-6/cdma2000-a" CRC_6_CDMA2000_A
        "crc-6/cdma2000-b" CRC_6_CDMA2000_B
        "crc-6/darc" CRC_6_DARC
        "crc-6/g-704" CRC_6_G_704
        "crc-6/gsm" CRC_6_GSM
        "crc-7/mmc" CRC_7_MMC
        "crc-7/rohc" CRC_7_ROHC
        "crc-7/umts" CRC_7_UMTS
        "crc-8/autosar" CRC_8_AUTOSAR
        "crc-8/bluetooth" CRC_8_BLUETOOTH
        "crc-8/cdma2000" CRC_8_CDMA2000
        "crc-8/darc" CRC_8_DARC
        "crc-8/dvb-s2" CRC_8_DVB_S2
        "crc-8/gsm-a" CRC_8_GSM_A
        "crc-8/gsm-b" CRC_8_GSM_B
        "crc-8/hitag" CRC_8_HITAG
        "crc-8/i-432-1" CRC_8_I_432_1
        "crc-8/i-code" CRC_8_I_CODE
        "crc-8/lte" CRC_8_LTE
        "crc-8/maxim-dow" CRC_8_MAXIM_DOW
        "crc-8/mifare-mad" CRC_8_MIFARE_MAD
        "crc-8/nrsc-5" CRC_8_NRSC_5
        "crc-8/opensafety" CRC_8_OPENSAFETY
        "crc-8/rohc" CRC_8_ROHC
        "crc-8/sae-j1850" CRC_8_SAE_J1850
        "crc-8/smbus" CRC_8_SMBUS
        "crc-8/tech-3250" CRC_8_TECH_3250
        "crc-8/wcdma" CRC_8_WCDMA
    }
    u16 {
        "crc-10/atm" CRC_10_ATM
        "crc-10/cdma2000" CRC_10_CDMA2000
        "crc-10/gsm" CRC_10_GSM
        "crc-11/flexray" CRC_11_FLEXRAY
        "crc-11/umts" CRC_11_UMTS
        "crc-12/cdma2000" CRC_12_CDMA2000
        "crc-12/dect" CRC_12_DECT
        "crc-12/gsm" CRC_12_GSM
        "crc-12/umts" CRC_12_UMTS
        "crc-13/bbc" CRC_13_BBC
        "crc-14/darc" CRC_14_DARC
        "crc-14/gsm" CRC_14_GSM
        "crc-15/can" CRC_15_CAN
        "crc-15/mpt1327" CRC_15_MPT1327
        "crc-16/arc" CRC_16_ARC
        "crc-16/cdma2000" CRC_16_CDMA2000
        "crc-16/cms" CRC_16_CMS
        "crc-16/dds-110" CRC_16_DDS_110
        "crc-16/dect-r" CRC_16_DECT_R
        "crc-16/dect-x" CRC_16_DECT_X
        "crc-16/dnp" CRC_16_DNP
        "crc-16/en-13757" CRC_16_EN_13757
        "crc-16/genibus" CRC_16_GENIBUS
        "crc-16/gsm" CRC_16_GSM
        "crc-16/ibm-3740" CRC_16_IBM_3740
        "crc-16/ibm-sdlc" CRC_16_IBM_SDLC
        "crc-16/iso-iec-14443-3-a" CRC_16_ISO_IEC_14443_3_A
        "crc-16/kermit" CRC_16_KERMIT
        "crc-16/lj1200" CRC_16_LJ1200
        "crc-16/m17" CRC_16_M17
        "crc-16/maxim-dow" CRC_16_MAXIM_DOW
        "crc-16/mcrf4xx" CRC_16_MCRF4XX
        "crc-16/modbus" CRC_16_MODBUS
        "crc-16/nrsc-5" CRC_16_NRSC_5
        "crc-16/opensafety-a" CRC_16_OPENSAFETY_A
        "crc-16/opensafety-b" CRC_16_OPENSAFETY_B
        "crc-16/profibus" CRC_16_PROFIBUS
        "crc-16/riello" CRC_16_RIELLO
        "crc-16/spi-fujitsu" CRC_16_SPI_FUJITSU
        "crc-16/t10-dif" CRC_16_T10_DIF
        "crc-16/teledisk" CRC_16_TELEDISK
        "crc-16/tms37157" CRC_16_TMS37157
        "crc-16/umts" CRC_16_UMTS
        "crc-16/usb" CRC_16_USB
        "crc-16/xmodem" CRC_16_XMODEM
    }
    u32 {
        "crc-17/can-fd" CRC_17_CAN_FD
        "crc-21/can-fd" CRC_21_CAN_FD
        "crc-24/ble" CRC_24_BLE
        "crc-24/flexray-a" CRC_24_FLEXRAY_A
        "crc-24/flexray-b" CRC_24_FLEXRAY_B
        "crc-24/interlaken" CRC_24_INTERLAKEN
        "crc-24/lte-a" CRC_24_LTE_A
        "crc-24/lte-b" CRC_24_LTE_B
        "crc-24/openpgp" CRC_24_OPENPGP
        "crc-24/os-9" CRC_24_OS_9
        "crc-30/cdma" CRC_30_CDMA
        "crc-31/philips" CRC_31_PHILIPS
        "crc-32/aixm" CRC_32_AIXM
        "crc-32/autosar" CRC_32_AUTOSAR
        "crc-32/base91-d" CRC_32_BASE91_D
        "crc-32/bzip2" CRC_32_BZIP2
        "crc-32/cd-rom-edc" CRC_32_CD_ROM_EDC
        "crc-32/cksum" CRC_32_CKSUM
        "crc-32/iscsi" CRC_32_ISCSI
        "crc-32/iso-hdlc" CRC_32_ISO_HDLC
        "crc-32/jamcrc" CRC_32_JAMCRC
        "crc-32/mef" CRC_32_MEF
        "crc-32/mpeg-2" CRC_32_MPEG_2
        "crc-32/xfer" CRC_32_XFER
    }
    u64 {
        "crc-40/gsm" CRC_40_GSM
        "crc-64/ecma-182" CRC_64_ECMA_182
        "crc-64/go-iso" CRC_64_GO_ISO
        "crc-64/ms" CRC_64_MS
        "crc-64/nvme" CRC_64_NVME
        "crc-64/redis" CRC_64_REDIS
        "crc-64/we" CRC_64_WE
        "crc-64/xz" CRC_64_XZ
    }
    u128 {
        "crc-82/darc" CRC_82_DARC
    }
}
